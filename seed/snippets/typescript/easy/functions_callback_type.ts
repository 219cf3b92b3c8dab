type Listener = (message: string) => void;

const print: Listener = (message) => console.log(message);
