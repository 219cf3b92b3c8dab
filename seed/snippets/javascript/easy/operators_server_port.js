const host = process.env.HOST || "localhost";
const port = Number(process.env.PORT ?? 3000);
console.log("Listening on", host, port);
