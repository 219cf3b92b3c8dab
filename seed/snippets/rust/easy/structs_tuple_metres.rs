struct Metres(f64);

let run = Metres(400.0);
println!("{} m", run.0);
