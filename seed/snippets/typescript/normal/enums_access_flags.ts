enum Access {
  None = 0,
  Read = 1 << 0,
  Write = 1 << 1,
  Share = 1 << 2,
}

const editor = Access.Read | Access.Write;
const can = (granted: Access, wanted: Access) => (granted & wanted) === wanted;
console.log(can(editor, Access.Share));
