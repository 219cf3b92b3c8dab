const title = "Night Train";
const year = 1987;
const film = { title, year, "running time": 104 };
film.director = "J. Okafor";
delete film.year;
console.log(Object.keys(film), film["running time"]);
