const degrees = [18, 24, 31, 27];
const hottest = Math.max(...degrees);
console.log(`Day ${degrees.indexOf(hottest) + 1}: ${hottest}`);
