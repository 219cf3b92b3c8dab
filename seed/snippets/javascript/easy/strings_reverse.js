const reverse = (text) => [...text].reverse().join("");
console.log(reverse("stressed"));
