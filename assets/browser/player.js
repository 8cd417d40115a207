// Links of the form <a data-second="12.5"> move the player instead of the page.
const player = document.querySelector("video[data-player]");

if (player) {
  const goTo = (second) => {
    player.currentTime = second;
    player.focus({ preventScroll: true });
    player.scrollIntoView({ block: "nearest", behavior: "smooth" });
    player.play().catch(() => {
      // The browser wants a gesture on the player itself: the frame is shown, playing is up to the reader.
    });
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const target = event.target.closest("[data-second]");
    const timeline = event.target.closest("[data-timeline]");
    if (!target && !timeline) return;
    event.preventDefault();
    if (target) return goTo(Number(target.getAttribute("data-second")));
    const { left, width } = timeline.getBoundingClientRect();
    goTo(((event.clientX - left) / width) * Number(timeline.getAttribute("data-timeline")));
  });

  // Where the player is: a line over the sound, and the scene that is seen.
  const playhead = document.querySelector("[data-playhead]");
  const scenes = [...document.querySelectorAll("[data-from][data-to]")];
  const show = () => {
    const second = player.currentTime;
    const whole = Number(playhead?.closest("[data-timeline]").getAttribute("data-timeline")) || 1;
    const x = String(Math.min(1, second / whole) * 1000);
    playhead?.setAttribute("x1", x);
    playhead?.setAttribute("x2", x);
    for (const scene of scenes) {
      const isSeen = second >= Number(scene.dataset.from) && second < Number(scene.dataset.to) && second > 0;
      if (isSeen) scene.setAttribute("aria-current", "true");
      else scene.removeAttribute("aria-current");
    }
  };
  player.addEventListener("timeupdate", show);
  player.addEventListener("seeked", show);
}
