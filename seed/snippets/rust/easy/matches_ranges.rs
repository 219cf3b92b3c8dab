let kind = match letter {
    'a'..='z' => "small",
    'A'..='Z' => "large",
    _ => "other",
};
