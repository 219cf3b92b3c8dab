type Options = { width?: number; title: string };

const box = ({ width = 80, title }: Options) => title.padEnd(width);
