const field = document.querySelector<HTMLInputElement>("input");
field?.focus();
field?.select();
