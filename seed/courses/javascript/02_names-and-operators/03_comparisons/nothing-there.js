const guest = { name: "Ivo", seat: null };
const seat = guest.seat ?? "any seat";
const street = guest.address?.street;
console.log(seat, street);
