interface Plugin {
  readonly name: string;
  setup?(): Promise<void>;
  transform(source: string): string;
}

const shout: Plugin = {
  name: "shout",
  transform: (source) => source.toUpperCase(),
};
