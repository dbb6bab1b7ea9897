// A page that waits for work looks now and then whether it is done, and then goes on.
export function waitForWork(root) {
  for (const place of root.querySelectorAll("[data-waiting]")) look(place);
}

async function look(place) {
  const address = place.dataset.waiting;
  let pause = 500; // quick work is seen at once; long work is looked for less and less often, so that waiting keeps nobody from working
  while (place.isConnected) {
    await new Promise((done) => setTimeout(done, pause));
    pause = Math.min(pause * 1.3, 4000);
    const ended = await fetch(address).then((answer) => answer.json()).then((said) => said.ended).catch(() => false);
    if (ended && place.isConnected) return location.replace(address.split("?")[0]);
  }
}
