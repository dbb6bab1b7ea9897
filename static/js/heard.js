// What was read from somebody's words stands in its field: one tap takes all of it, and what is typed then stands in its place.
export function takeOverHeard(root) {
  for (const field of root.querySelectorAll("input[aria-describedby*='-heard']")) {
    field.addEventListener("focus", () => setTimeout(() => field.select()), { once: true });
  }
}
