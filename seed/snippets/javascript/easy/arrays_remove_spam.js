const inbox = ["Hi!", "WIN $$$", "Lunch?"];
const wanted = inbox.filter((mail) => !mail.includes("$"));
console.log(wanted.length, "left");
