const ports: Record<string, number> = { http: 80, https: 443 };
ports["ssh"] = 22;
console.log(Object.keys(ports).length);
