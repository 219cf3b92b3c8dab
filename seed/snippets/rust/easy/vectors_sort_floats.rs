let mut times = vec![9.81, 9.58, 9.69];
times.sort_by(f64::total_cmp);
println!("fastest: {}", times[0]);
