let (sender, receiver) = mpsc::channel();
for name in ["ann", "bo", "cy"] {
    let sender = sender.clone();
    thread::spawn(move || sender.send(name.to_uppercase()));
}
drop(sender);
println!("{}", receiver.iter().count());
