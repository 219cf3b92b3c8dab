const codes = new Map([["Spain", 34]]);
codes.set("Japan", 81);
console.log(codes.get("Spain"), codes.size);
