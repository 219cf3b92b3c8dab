let (user, host) = email.split_once('@').unwrap();
println!("{user} lives at {host}");
