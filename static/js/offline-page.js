// On the page for when there is no network: type as large as elsewhere, and back to the page that was wanted as soon as there is one.
if (/(^|; )size=large(;|$)/.test(document.cookie)) document.documentElement.classList.add("large");
// A network that has just come back may not carry yet: then the same page comes again, and tries once more.
window.addEventListener("online", () => location.reload());
if (navigator.onLine) setTimeout(() => location.reload(), 3000);
