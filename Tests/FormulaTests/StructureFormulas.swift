/// Fractions, roots, matrices, accents and braces.
let structureFormulas: [GoldenFormula] = [
  GoldenFormula(
    #"w_1 x_1 + w_2 x_2 + b"#,
    inline: #"w₁x₁ + w₂x₂ + b"#, inASCII: #"w_1 x_1 + w_2 x_2 + b"#,
    unicode: #"""
      w₁x₁ + w₂x₂ + b
      """#,
    ascii: #"""
      w_1 x_1 + w_2 x_2 + b
      """#
  ),
  GoldenFormula(
    #"\tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}"#,
    inline: #"tanh(z) = (e^z − e^(−z))/(e^z + e^(−z))"#,
    inASCII: #"tanh(z) = (e^z - e^(-z))/(e^z + e^(-z))"#,
    unicode: #"""
                 z    −z
                e  − e
      tanh(z) = ────────
                 z    −z
                e  + e
      """#,
    ascii: #"""
                e^z - e^(-z)
      tanh(z) = ------------
                e^z + e^(-z)
      """#
  ),
  GoldenFormula(
    #"\mathrm{ReLU}(z) = \max(0, z)"#,
    inline: #"ReLU(z) = max(0, z)"#, inASCII: #"ReLU(z) = max(0, z)"#,
    unicode: #"""
      ReLU(z) = max(0, z)
      """#,
    ascii: #"""
      ReLU(z) = max(0, z)
      """#
  ),
  GoldenFormula(
    #"f(z) = \begin{cases} z & z > 0 \\ \alpha z & \text{otherwise} \end{cases}"#,
    inline: #"f(z) = { z, z > 0; αz, otherwise"#,
    inASCII: #"f(z) = { z, z > 0; alpha z, otherwise"#,
    unicode: #"""
             ⎧ z   z > 0
      f(z) = ⎨
             ⎩ αz  otherwise
      """#,
    ascii: #"""
             / z        z > 0
      f(z) = <
             \ alpha z  otherwise
      """#
  ),
  GoldenFormula(
    #"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"#,
    inline: #"softmax(z)ᵢ = e^(zᵢ)/(Σⱼ e^(zⱼ))"#,
    inASCII: #"softmax(z)_i = e^(z_i)/(sum_j e^(z_j))"#,
    unicode: #"""
                      zᵢ
                     e
      softmax(z)ᵢ = ──────
                        zⱼ
                    ∑ⱼ e
      """#,
    ascii: #"""
                        e^(z_i)
      softmax(z)_i = -------------
                     sum_j e^(z_j)
      """#
  ),
  GoldenFormula(
    #"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial p} \cdot \frac{\partial p}{\partial w}"#,
    inline: #"∂L/∂w = ∂L/∂p · ∂p/∂w"#, inASCII: #"dL/dw = dL/dp * dp/dw"#,
    unicode: #"""
      ∂L   ∂L   ∂p
      ── = ── · ──
      ∂w   ∂p   ∂w
      """#,
    ascii: #"""
      dL   dL   dp
      -- = -- * --
      dw   dp   dw
      """#
  ),
  GoldenFormula(
    #"F_1 = \frac{2 \cdot P \cdot R}{P + R}"#,
    inline: #"F₁ = (2 · P · R)/(P + R)"#, inASCII: #"F_1 = (2 * P * R)/(P + R)"#,
    unicode: #"""
           2 · P · R
      F₁ = ─────────
             P + R
      """#,
    ascii: #"""
            2 * P * R
      F_1 = ---------
              P + R
      """#
  ),
  GoldenFormula(
    #"f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)"#,
    inline: #"fₜ = σ(W_f xₜ + U_f hₜ₋₁ + b_f)"#,
    inASCII: #"f_t = sigma(W_f x_t + U_f h_(t-1) + b_f)"#,
    unicode: #"""
      fₜ = σ(W xₜ + U hₜ₋₁ + b )
              f      f        f
      """#,
    ascii: #"""
      f_t = sigma(W_f x_t + U_f h_(t-1) + b_f)
      """#
  ),
  GoldenFormula(
    #"c_t = f_t \odot c_{t-1} + i_t \odot \tilde{c}_t"#,
    inline: #"cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ"#, inASCII: #"c_t = f_t (.) c_(t-1) + i_t (.) tilde(c)_t"#,
    unicode: #"""
      cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ
      """#,
    ascii: #"""
                                      ~
      c_t = f_t (.) c_(t-1) + i_t (.) c_t
      """#
  ),
  GoldenFormula(
    #"\delta^{(l)} = \left(W^{(l+1)}\right)^\top \delta^{(l+1)} \odot f'(z^{(l)})"#,
    inline: #"δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾)ᵀδ⁽ˡ⁺¹⁾ ⊙ f′(z⁽ˡ⁾)"#,
    inASCII: #"delta^(l) = (W^(l+1))^T delta^(l+1) (.) f'(z^(l))"#,
    unicode: #"""
      δ⁽ˡ⁾ = (W⁽ˡ⁺¹⁾)ᵀδ⁽ˡ⁺¹⁾ ⊙ f′(z⁽ˡ⁾)
      """#,
    ascii: #"""
      delta^(l) = (W^(l+1))^T delta^(l+1) (.) f'(z^(l))
      """#
  ),
  GoldenFormula(
    #"\sqrt{x^2 + y^2}"#,
    inline: #"√(x² + y²)"#, inASCII: #"sqrt(x^2 + y^2)"#,
    unicode: #"""
       ▁▁▁▁▁▁▁
      √x² + y²
      """#,
    ascii: #"""
      sqrt(x^2 + y^2)
      """#
  ),
  GoldenFormula(
    #"\sqrt{\frac{a}{b} + 1}"#,
    inline: #"√(a/b + 1)"#, inASCII: #"sqrt(a/b + 1)"#,
    unicode: #"""
          ▁▁▁▁▁▁
         ╱ a
        ╱  ─ + 1
      ╲╱   b
      """#,
    ascii: #"""
          ______
         / a
        /  - + 1
      \/   b
      """#
  ),
  GoldenFormula(
    #"\sqrt[3]{x + 1}"#,
    inline: #"³√(x + 1)"#, inASCII: #"root(3, x + 1)"#,
    unicode: #"""
      3 ▁▁▁▁▁
       √x + 1
      """#,
    ascii: #"""
      root(3, x + 1)
      """#
  ),
  GoldenFormula(
    #"\frac{\frac{a}{b} + 1}{c}"#,
    inline: #"(a/b + 1)/c"#, inASCII: #"(a/b + 1)/c"#,
    unicode: #"""
       a
       ─ + 1
       b
      ───────
         c
      """#,
    ascii: #"""
       a
       - + 1
       b
      -------
         c
      """#
  ),
  GoldenFormula(
    #"\frac{a}{1 + \frac{b}{1 + \frac{c}{d}}}"#,
    inline: #"a/(1 + b/(1 + c/d))"#, inASCII: #"a/(1 + b/(1 + c/d))"#,
    unicode: #"""
            a
      ─────────────
              b
       1 + ───────
                c
            1 + ─
                d
      """#,
    ascii: #"""
            a
      -------------
              b
       1 + -------
                c
            1 + -
                d
      """#
  ),
  GoldenFormula(
    #"W = \begin{bmatrix} 0.8 & -0.4 \\ 0.3 & 0.9 \\ -0.5 & 0.25 \end{bmatrix}"#,
    inline: #"W = [[0.8, −0.4], [0.3, 0.9], [−0.5, 0.25]]"#,
    inASCII: #"W = [[0.8, -0.4], [0.3, 0.9], [-0.5, 0.25]]"#,
    unicode: #"""
          ⎡ 0.8  −0.4 ⎤
      W = ⎢ 0.3   0.9 ⎥
          ⎣−0.5   0.25⎦
      """#,
    ascii: #"""
          [ 0.8  -0.4 ]
      W = [ 0.3   0.9 ]
          [-0.5   0.25]
      """#
  ),
  GoldenFormula(
    #"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{pmatrix} x \\ y \end{pmatrix}"#,
    inline: #"[[a, b], [c, d]] [[x], [y]]"#, inASCII: #"[[a, b], [c, d]] [[x], [y]]"#,
    unicode: #"""
      ⎛a  b⎞ ⎛x⎞
      ⎜    ⎟ ⎜ ⎟
      ⎝c  d⎠ ⎝y⎠
      """#,
    ascii: #"""
      /a  b\ /x\
      |    | | |
      \c  d/ \y/
      """#
  ),
  GoldenFormula(
    #"\begin{aligned} z &= Wx + b \\ a &= \tanh(z) \\ L &= \frac{1}{2}(a - t)^2 \end{aligned}"#,
    inline: #"z = Wx + b; a = tanh(z); L = 1/2 (a − t)²"#,
    inASCII: #"z = Wx + b; a = tanh(z); L = 1/2 (a - t)^2"#,
    unicode: #"""
      z = Wx + b
      a = tanh(z)

          1
      L = ─ (a − t)²
          2
      """#,
    ascii: #"""
      z = Wx + b
      a = tanh(z)

          1
      L = - (a - t)^2
          2
      """#
  ),
  GoldenFormula(
    #"\underbrace{w_1 x_1 + w_2 x_2}_{\text{dot product}} + b"#,
    inline: #"w₁x₁ + w₂x₂ (= dot product) + b"#, inASCII: #"w_1 x_1 + w_2 x_2 (= dot product) + b"#,
    unicode: #"""
      w₁x₁ + w₂x₂ + b
      ╰────┬────╯
      dot product
      """#,
    ascii: #"""
      w_1 x_1 + w_2 x_2 + b
      \-------+-------/
         dot product
      """#
  ),
  GoldenFormula(
    #"\overbrace{a + b}^{n} = c"#,
    inline: #"a + b (= n) = c"#, inASCII: #"a + b (= n) = c"#,
    unicode: #"""
        n
      ╭─┴─╮
      a + b = c
      """#,
    ascii: #"""
        n
      /-+-\
      a + b = c
      """#
  ),
  GoldenFormula(
    #"\int_0^1 f(x)\, dx = 1"#,
    inline: #"∫₀¹ f(x) dx = 1"#, inASCII: #"int_0^1 f(x) dx = 1"#,
    unicode: #"""
      ⌠1
      │  f(x) dx = 1
      ⌡0
      """#,
    ascii: #"""
       /1
       |  f(x) dx = 1
      / 0
      """#
  ),
  GoldenFormula(
    #"\prod_{i=1}^n p_i"#,
    inline: #"Πᵢ₌₁ⁿ pᵢ"#, inASCII: #"prod_(i=1)^n p_i"#,
    unicode: #"""
       n
       ∏ pᵢ
      i=1
      """#,
    ascii: #"""
       n
      ===
      | | p_i
      | |
      i=1
      """#
  ),
  GoldenFormula(
    #"\lim_{h \to 0} \frac{f(x+h) - f(x)}{h}"#,
    inline: #"lim_(h→0) (f(x + h) − f(x))/h"#, inASCII: #"lim_(h->0) (f(x + h) - f(x))/h"#,
    unicode: #"""
          f(x + h) − f(x)
      lim ───────────────
      h→0        h
      """#,
    ascii: #"""
                 f(x + h) - f(x)
      lim_(h->0) ---------------
                        h
      """#
  ),
  GoldenFormula(
    #"x \in \mathbb{R}^{n \times m}"#,
    inline: #"x ∈ ℝ^(n×m)"#, inASCII: #"x in R^(n x m)"#,
    unicode: #"""
           n×m
      x ∈ ℝ
      """#,
    ascii: #"""
      x in R^(n x m)
      """#
  ),
  GoldenFormula(
    #"a = \tanh(\val{w} \cdot x + (\val{x})) = 0.716"#,
    inline: #"a = tanh(0.80 · x + (−0.40)) = 0.716"#,
    inASCII: #"a = tanh(0.80 * x + (-0.40)) = 0.716"#,
    unicode: #"""
      a = tanh(0.80 · x + (−0.40)) = 0.716
      """#,
    ascii: #"""
      a = tanh(0.80 * x + (-0.40)) = 0.716
      """#
  ),
  GoldenFormula(
    #"\overline{ab} + \hat{ab} + \vec{x} + \bar{x} + \dot{x} + \vec{AB}"#,
    inline: #"bar(ab) + hat(ab) + x⃗ + x̄ + ẋ + vec(AB)"#,
    inASCII: #"bar(ab) + hat(ab) + vec(x) + bar(x) + dot(x) + vec(AB)"#,
    unicode: #"""
      ▁▁   ^                →
      ab + ab + x⃗ + x̄ + ẋ + AB
      """#,
    ascii: #"""
      __   ^    >   _   .   ->
      ab + ab + x + x + x + AB
      """#
  ),
  GoldenFormula(
    #"f'(x) + f''(x)^2"#,
    inline: #"f′(x) + f″(x)²"#, inASCII: #"f'(x) + f''(x)^2"#,
    unicode: #"""
      f′(x) + f″(x)²
      """#,
    ascii: #"""
      f'(x) + f''(x)^2
      """#
  ),
]
