const tasks = ["wash up", "", "call Mia", "buy stamps"];
let number = 0;
for (const task of tasks) {
  if (task === "") {
    continue;
  }
  number += 1;
  console.log(`${number}. ${task}`);
}
console.log(`${number} things to do today`);
