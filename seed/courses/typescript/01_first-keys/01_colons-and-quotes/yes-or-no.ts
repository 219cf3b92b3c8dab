let answer: "yes" | "no";
answer = "yes";
