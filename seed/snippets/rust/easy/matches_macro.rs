let answer = "yes";
let agreed = matches!(answer, "y" | "yes" | "ok");
