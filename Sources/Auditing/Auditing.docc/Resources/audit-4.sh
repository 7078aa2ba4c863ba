assize audit audits/people-synthetic/people.csv --data-audit --protected sex,region --label approved --out data-report
