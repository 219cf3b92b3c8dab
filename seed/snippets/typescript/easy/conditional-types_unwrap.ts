type Unwrap<Box> = Box extends Promise<infer Content> ? Content : Box;

const answer: Unwrap<Promise<number>> = 42;
const title: Unwrap<string> = "Plain text";
