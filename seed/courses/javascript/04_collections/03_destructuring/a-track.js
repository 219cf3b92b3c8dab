const track = { name: "Drift", artist: "Halo", seconds: 214 };
const { name, artist: by, plays = 0 } = track;
console.log(`${name} by ${by}, played ${plays} times`);
console.log(Math.ceil(track.seconds / 60), "minutes");
