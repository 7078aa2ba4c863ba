people=audits/hiring-synthetic/applicants.csv
roles='--label qualified --score score --protected sex,race --reference race=White'
assize audit $people $roles --threshold 0.5 --out before -q
assize audit $people $roles --threshold 0.6 --out after -q
assize report before/results.json after/results.json --out comparison
