// Keeps the stages of a running video up to date. Without it the page shows the state at the time of loading.
const live = document.querySelector("[data-events]");

if (live) {
  const say = live.querySelector("[data-said]");
  const source = new EventSource(live.getAttribute("data-events"));
  let stage = live.getAttribute("data-stage");
  let reload = 0;

  const row = (name) => live.querySelector(`[data-stage-row="${CSS.escape(name)}"]`);

  const show = (name, fraction) => {
    const bar = row(name)?.querySelector("progress");
    const text = row(name)?.querySelector("[data-percent]");
    if (bar) bar.value = fraction;
    if (text) text.textContent = `${Math.round(fraction * 100)} %`;
  };

  // What the server knows better (costs, decisions, buttons) comes with a fresh page, once things have settled.
  const refresh = () => {
    clearTimeout(reload);
    reload = setTimeout(() => {
      if (document.querySelector("details[open] form, video:not([paused])")) return;
      location.reload();
    }, 1500);
  };

  source.addEventListener("progress", (event) => {
    const { stage: name, fraction, message } = JSON.parse(event.data);
    // A finished stage stays finished, whatever percentage was heard last.
    if (row(name)?.hasAttribute("data-done")) return;
    show(name, fraction);
    if (say && name === stage && message) say.textContent = message;
  });

  source.addEventListener("history", (event) => {
    const { attributes } = JSON.parse(event.data).event;
    const next = attributes?.Stage;
    if (typeof next !== "string" || next === stage) return;
    if (stage) show(stage, 1);
    row(next)?.removeAttribute("data-done");
    stage = next;
  });

  source.addEventListener("end", () => {
    source.close();
    // A run that was over when the page came would have it reloaded again and again.
    if (performance.now() > 3000) refresh();
  });
}
