reviews=audits/reviews-synthetic
assize explain $reviews/reviews.csv --model debiased --text text --label positive --positive yes --protected variety \
    --players classes --classes $reviews/classes.csv --gap demographic_parity --limit 200 --out explained
