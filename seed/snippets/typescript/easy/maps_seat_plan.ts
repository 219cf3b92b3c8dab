const seats = new Map<string, number>();
seats.set("front row", 12);
seats.set("balcony", 40);
const standing: boolean = seats.has("standing");
