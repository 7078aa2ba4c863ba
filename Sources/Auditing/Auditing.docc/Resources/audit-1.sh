assize audit audits/hiring-synthetic/applicants.csv --label qualified --prediction invited --score score \
    --protected sex,race --reference race=White --out report
