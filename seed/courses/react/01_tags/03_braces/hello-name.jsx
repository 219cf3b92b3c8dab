const name = "Noor";
const hello = <p>Hello, {name}!</p>;
