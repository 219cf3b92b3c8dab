let name = match cents {
    1 => "penny",
    25 => "quarter",
    _ => "coin",
};
