let draft = Post::default();
let post = Post {
    title: "Hello".to_string(),
    ..draft
};
