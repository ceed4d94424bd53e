/* Which other languages are built beside this one; the build fills it. */
window.regeconLanguages = {};
