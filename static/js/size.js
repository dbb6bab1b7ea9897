// 「大字」 at once, without a page load; the cookie keeps it for the next page.
export function switchSize(root) {
  const link = root.querySelector("a[data-size]");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const large = document.documentElement.classList.toggle("large");
    link.textContent = large ? "标准字" : "大字";
    link.href = link.href.replace(/to=\w+/, large ? "to=normal" : "to=large");
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `size=${large ? "large" : ""}; Path=/; SameSite=Lax; Max-Age=${large ? 31536000 : 0}${secure}`;
  });
}
