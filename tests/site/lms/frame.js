/* A small learning management system around the run-time of scorm-again. */
window.launch = (page, known, options = {}) => {
  window.API = new Scorm12API({ autocommit: false, terminateCommitParam: "ended", logLevel: 5,
    lmsCommitUrl: `/commit?${options.launch}` });
  if (options.late) {
    const begin = API.LMSInitialize;
    API.LMSInitialize = (given) => (window.awake ? begin.call(API, given) : "false");
  }
  API.loadFromJSON(known, "cmi");
  const frame = document.createElement("iframe");
  if (options.deep) frame.srcdoc = `<iframe style="width:100%;height:90vh" src="${page}"></iframe>`;
  else frame.src = page;
  document.body.append(frame);
};
window.leave = () => document.querySelector("iframe").remove();
