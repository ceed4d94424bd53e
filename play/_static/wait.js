// Asks again every few seconds, not all phones at once.
setTimeout(() => location.reload(), 2500 + 2500 * Math.random());
