let mut path = String::from("/home");
path.push('/');
path.push_str("ferris");
