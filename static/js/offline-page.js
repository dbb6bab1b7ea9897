// On the page for when there is no network: type as large as elsewhere, and back to the page that was wanted as soon as there is one.
if (/(^|; )size=large(;|$)/.test(document.cookie)) document.documentElement.classList.add("large");
window.addEventListener("online", () => location.reload());
