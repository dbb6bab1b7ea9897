"""One form class a page, the form class, and the fields they are made of."""
