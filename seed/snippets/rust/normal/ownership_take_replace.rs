let mut slot = Some(String::from("draft"));
let taken = slot.take();
assert!(slot.is_none());
let old = slot.replace("final".to_string());
assert_eq!(old, None);
println!("{taken:?} then {slot:?}");
