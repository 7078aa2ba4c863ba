reviews=audits/reviews-synthetic
assize debias --from-scratch $reviews/start --data $reviews/reviews.csv --text text --label positive --positive yes \
    --protected variety --epochs 4 --learning-rate 5e-4 --method balanced --method balanced+leace-within-label \
    --synthetic --out debiased
