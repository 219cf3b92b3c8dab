let Some(name) = names.first() else {
    return Err("nobody is here".into());
};
