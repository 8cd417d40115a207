// Links of the form <a data-second="12.5"> move the player instead of the page.
const player = document.querySelector("video[data-player]");

if (player) {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-second]") : null;
    if (!target) return;
    event.preventDefault();
    player.currentTime = Number(target.getAttribute("data-second"));
    player.focus({ preventScroll: true });
    player.scrollIntoView({ block: "nearest", behavior: "smooth" });
    player.play().catch(() => {
      // The browser wants a gesture on the player itself: the frame is shown, playing is up to the reader.
    });
  });
}
