const Permission = { Read: 1, Write: 2, Share: 4, Admin: 8 } as const;
type Permission = keyof typeof Permission;

const pack = (...names: Permission[]): number =>
  names.reduce((bits, name) => bits | Permission[name], 0);

function* unpack(bits: number): Generator<string> {
  for (const [name, bit] of Object.entries(Permission)) {
    if (bits & bit) yield name;
  }
}

console.log([...unpack(pack("Read", "Share"))].join());
