type Dated = { createdAt: Date };
type Note = Dated & { text: string; pinned?: boolean };

const note: Note = { createdAt: new Date(), text: "Buy oats" };
console.log(note.createdAt.getFullYear());
