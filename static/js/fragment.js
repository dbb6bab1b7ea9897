// A link that carries its secret after the # hands it to the page's own form and takes it out of the address.
const form = document.querySelector("form[data-fragment]");
const secret = decodeURIComponent(location.hash.slice(1));

if (form && secret) {
  history.replaceState(null, "", location.pathname);
  form.elements[form.dataset.fragment].value = secret;
  form.submit();
}
