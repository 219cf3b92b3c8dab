const field = document.getElementById("search");
field.value = "";
field.placeholder = "Search for recipes";
field.focus();
