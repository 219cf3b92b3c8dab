let lives = 3;
let score = 0;
score += 50;
lives--;
score -= 5;
console.log("Lives:", lives, "Score:", score);
