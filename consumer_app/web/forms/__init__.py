"""One form class a page, the house's form class, and the fields they are made of."""
