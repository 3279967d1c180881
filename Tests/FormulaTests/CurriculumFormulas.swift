/// What the first lessons show: neurons, activations, losses, gradients.
let earlyFormulas: [GoldenFormula] = [
  GoldenFormula(
    #"y = f(Wx + b)"#,
    inline: #"y = f(Wx + b)"#, inASCII: #"y = f(Wx + b)"#,
    unicode: #"""
      y = f(Wx + b)
      """#,
    ascii: #"""
      y = f(Wx + b)
      """#
  ),
  GoldenFormula(
    #"z = \sum_{i=1}^{n} w_i x_i + b"#,
    inline: #"z = Σᵢ₌₁ⁿ wᵢxᵢ + b"#, inASCII: #"z = sum_(i=1)^n w_i x_i + b"#,
    unicode: #"""
          n
      z = ∑ wᵢxᵢ + b
         i=1
      """#,
    ascii: #"""
           n
          ===
      z =  >  w_i x_i + b
          ===
          i=1
      """#
  ),
  GoldenFormula(
    #"\sigma(z) = \frac{1}{1 + e^{-z}}"#,
    inline: #"σ(z) = 1/(1 + e^(−z))"#, inASCII: #"sigma(z) = 1/(1 + e^(-z))"#,
    unicode: #"""
                1
      σ(z) = ───────
                  −z
             1 + e
      """#,
    ascii: #"""
                     1
      sigma(z) = ----------
                 1 + e^(-z)
      """#
  ),
  GoldenFormula(
    #"\sigma'(z) = \sigma(z)\,(1 - \sigma(z))"#,
    inline: #"σ′(z) = σ(z) (1 − σ(z))"#, inASCII: #"sigma'(z) = sigma(z) (1 - sigma(z))"#,
    unicode: #"""
      σ′(z) = σ(z) (1 − σ(z))
      """#,
    ascii: #"""
      sigma'(z) = sigma(z) (1 - sigma(z))
      """#
  ),
  GoldenFormula(
    #"\tanh(x) = \frac{e^{2x} - 1}{e^{2x} + 1}"#,
    inline: #"tanh(x) = (e²ˣ − 1)/(e²ˣ + 1)"#, inASCII: #"tanh(x) = (e^2x - 1)/(e^2x + 1)"#,
    unicode: #"""
                e²ˣ − 1
      tanh(x) = ───────
                e²ˣ + 1
      """#,
    ascii: #"""
                e^2x - 1
      tanh(x) = --------
                e^2x + 1
      """#
  ),
  GoldenFormula(
    #"\mathrm{ELU}(z) = \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & \text{otherwise} \end{cases}"#,
    inline: #"ELU(z) = { z, z > 0; α(e^z − 1), otherwise"#,
    inASCII: #"ELU(z) = { z, z > 0; alpha(e^z - 1), otherwise"#,
    unicode: #"""
               ⎧ z          z > 0
      ELU(z) = ⎨
               ⎪    z
               ⎩ α(e  − 1)  otherwise
      """#,
    ascii: #"""
               / z               z > 0
      ELU(z) = <
               \ alpha(e^z - 1)  otherwise
      """#
  ),
  GoldenFormula(
    #"\mathrm{GELU}(x) = \frac{x}{2} \left(1 + \mathrm{erf}\left(\frac{x}{\sqrt{2}}\right)\right)"#,
    inline: #"GELU(x) = x/2 (1 + erf(x/√2))"#, inASCII: #"GELU(x) = x/2 (1 + erf(x/sqrt(2)))"#,
    unicode: #"""
                x ⎛       ⎛x ⎞⎞
      GELU(x) = ─ ⎜1 + erf⎜──⎟⎟
                2 ⎝       ⎝√2⎠⎠
      """#,
    ascii: #"""
                x /       /   x   \\
      GELU(x) = - |1 + erf|-------||
                2 \       \sqrt(2)//
      """#
  ),
  GoldenFormula(
    #"\mathrm{softplus}(z) = \log(1 + e^z)"#,
    inline: #"softplus(z) = log(1 + e^z)"#, inASCII: #"softplus(z) = log(1 + e^z)"#,
    unicode: #"""
                             z
      softplus(z) = log(1 + e )
      """#,
    ascii: #"""
      softplus(z) = log(1 + e^z)
      """#
  ),
  GoldenFormula(
    #"\mathrm{softmax}(z)_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}"#,
    inline: #"softmax(z)ᵢ = e^(zᵢ/T)/(Σⱼ e^(zⱼ/T))"#,
    inASCII: #"softmax(z)_i = e^(z_i/T)/(sum_j e^(z_j/T))"#,
    unicode: #"""
                      zᵢ/T
                     e
      softmax(z)ᵢ = ────────
                        zⱼ/T
                    ∑ⱼ e
      """#,
    ascii: #"""
                        e^(z_i/T)
      softmax(z)_i = ---------------
                     sum_j e^(z_j/T)
      """#
  ),
  GoldenFormula(
    #"\mathrm{MSE} = \frac{1}{n} \sum_{i=1}^n (y_i - \hat{y}_i)^2"#,
    inline: #"MSE = 1/n Σᵢ₌₁ⁿ (yᵢ − ŷᵢ)²"#, inASCII: #"MSE = 1/n sum_(i=1)^n (y_i - hat(y)_i)^2"#,
    unicode: #"""
            1  n
      MSE = ─  ∑ (yᵢ − ŷᵢ)²
            n i=1
      """#,
    ascii: #"""
               n
            1 ===        ^
      MSE = -  >  (y_i - y_i)^2
            n ===
              i=1
      """#
  ),
  GoldenFormula(
    #"\mathrm{MAE} = \frac{1}{n} \sum_{i=1}^n |y_i - \hat{y}_i|"#,
    inline: #"MAE = 1/n Σᵢ₌₁ⁿ |yᵢ − ŷᵢ|"#, inASCII: #"MAE = 1/n sum_(i=1)^n |y_i - hat(y)_i|"#,
    unicode: #"""
            1  n
      MAE = ─  ∑ |yᵢ − ŷᵢ|
            n i=1
      """#,
    ascii: #"""
               n
            1 ===        ^
      MAE = -  >  |y_i - y_i|
            n ===
              i=1
      """#
  ),
  GoldenFormula(
    #"H(p, q) = -\sum_i p_i \log q_i"#,
    inline: #"H(p, q) = −Σᵢ pᵢ log qᵢ"#, inASCII: #"H(p, q) = -sum_i p_i log q_i"#,
    unicode: #"""
      H(p, q) = −∑ pᵢ log qᵢ
                 i
      """#,
    ascii: #"""
                 ===
      H(p, q) = - >  p_i log q_i
                 ===
                  i
      """#
  ),
  GoldenFormula(
    #"D_{\mathrm{KL}}(p \| q) = \sum_i p_i \log\frac{p_i}{q_i}"#,
    inline: #"D_KL(p‖q) = Σᵢ pᵢ log pᵢ/qᵢ"#, inASCII: #"D_KL(p||q) = sum_i p_i log p_i/q_i"#,
    unicode: #"""
                          pᵢ
      D  (p‖q) = ∑ pᵢ log ──
       KL        i        qᵢ
      """#,
    ascii: #"""
                   ===         p_i
      D_KL(p||q) =  >  p_i log ---
                   ===         q_i
                    i
      """#
  ),
  GoldenFormula(
    #"\frac{\partial L}{\partial x} = \sum_i \frac{\partial L}{\partial y_i} \cdot \frac{\partial y_i}{\partial x}"#,
    inline: #"∂L/∂x = Σᵢ ∂L/∂yᵢ · ∂yᵢ/∂x"#, inASCII: #"dL/dx = sum_i dL/dy_i * dy_i/dx"#,
    unicode: #"""
      ∂L     ∂L    ∂yᵢ
      ── = ∑ ─── · ───
      ∂x   i ∂yᵢ   ∂x
      """#,
    ascii: #"""
      dL   ===  dL    dy_i
      -- =  >  ---- * ----
      dx   === dy_i    dx
            i
      """#
  ),
  GoldenFormula(
    #"\frac{\partial L}{\partial z} = p - y"#,
    inline: #"∂L/∂z = p − y"#, inASCII: #"dL/dz = p - y"#,
    unicode: #"""
      ∂L
      ── = p − y
      ∂z
      """#,
    ascii: #"""
      dL
      -- = p - y
      dz
      """#
  ),
  GoldenFormula(
    #"\theta \leftarrow \theta - \alpha \nabla J(\theta)"#,
    inline: #"θ ← θ − α∇J(θ)"#, inASCII: #"theta <- theta - alpha grad J(theta)"#,
    unicode: #"""
      θ ← θ − α∇J(θ)
      """#,
    ascii: #"""
      theta <- theta - alpha grad J(theta)
      """#
  ),
  GoldenFormula(
    #"\hat{m}_t = \frac{m_t}{1 - \beta_1^t}"#,
    inline: #"m̂ₜ = mₜ/(1 − β₁ᵗ)"#, inASCII: #"hat(m)_t = m_t/(1 - beta_1^t)"#,
    unicode: #"""
             mₜ
      m̂ₜ = ───────
           1 − β₁ᵗ
      """#,
    ascii: #"""
      ^         m_t
      m_t = ------------
            1 - beta_1^t
      """#
  ),
]

/// What the later lessons show.
let laterFormulas: [GoldenFormula] = [
  GoldenFormula(
    #"\theta_{t+1} = \theta_t - \frac{\alpha}{\sqrt{\hat{v}_t} + \epsilon} \hat{m}_t"#,
    inline: #"θₜ₊₁ = θₜ − α/(√v̂ₜ + ϵ) m̂ₜ"#,
    inASCII: #"theta_(t+1) = theta_t - alpha/(sqrt(hat(v)_t) + epsilon) hat(m)_t"#,
    unicode: #"""
                     α
      θₜ₊₁ = θₜ − ─────── m̂ₜ
                  √v̂ₜ + ϵ
      """#,
    ascii: #"""
                                    alpha       ^
      theta_(t+1) = theta_t - ----------------- m_t
                                 ____
                                / ^
                              \/  v_t + epsilon
      """#
  ),
  GoldenFormula(
    #"\mathrm{Var}(W) = \frac{2}{n_\text{in} + n_\text{out}}"#,
    inline: #"Var(W) = 2/(nᵢₙ + nₒᵤₜ)"#, inASCII: #"Var(W) = 2/(n_in + n_out)"#,
    unicode: #"""
                   2
      Var(W) = ──────────
               nᵢₙ + nₒᵤₜ
      """#,
    ascii: #"""
                    2
      Var(W) = ------------
               n_in + n_out
      """#
  ),
  GoldenFormula(
    #"\text{precision} = \frac{TP}{TP + FP}"#,
    inline: #"precision = TP/(TP + FP)"#, inASCII: #"precision = TP/(TP + FP)"#,
    unicode: #"""
                    TP
      precision = ───────
                  TP + FP
      """#,
    ascii: #"""
                    TP
      precision = -------
                  TP + FP
      """#
  ),
  GoldenFormula(
    #"F_1 = \frac{2 P R}{P + R}"#,
    inline: #"F₁ = 2PR/(P + R)"#, inASCII: #"F_1 = 2PR/(P + R)"#,
    unicode: #"""
            2PR
      F₁ = ─────
           P + R
      """#,
    ascii: #"""
             2PR
      F_1 = -----
            P + R
      """#
  ),
  GoldenFormula(
    #"\lambda \sum_j |\theta_j|"#,
    inline: #"λ Σⱼ |θⱼ|"#, inASCII: #"lambda sum_j |theta_j|"#,
    unicode: #"""
      λ ∑ |θⱼ|
        j
      """#,
    ascii: #"""
             ===
      lambda  >  |theta_j|
             ===
              j
      """#
  ),
  GoldenFormula(
    #"\lambda \sum_j \theta_j^2"#,
    inline: #"λ Σⱼ θⱼ²"#, inASCII: #"lambda sum_j theta_j^2"#,
    unicode: #"""
      λ ∑ θⱼ²
        j
      """#,
    ascii: #"""
             ===
      lambda  >  theta_j^2
             ===
              j
      """#
  ),
  GoldenFormula(
    #"y(i,j) = \sum_m \sum_n W(m,n)\, x(i+m, j+n) + b"#,
    inline: #"y(i, j) = Σₘ Σₙ W(m, n) x(i + m, j + n) + b"#,
    inASCII: #"y(i, j) = sum_m sum_n W(m, n) x(i + m, j + n) + b"#,
    unicode: #"""
      y(i, j) = ∑ ∑ W(m, n) x(i + m, j + n) + b
                m n
      """#,
    ascii: #"""
                === ===
      y(i, j) =  >   >  W(m, n) x(i + m, j + n) + b
                === ===
                 m   n
      """#
  ),
  GoldenFormula(
    #"h_t = f(W x_t + U h_{t-1} + b)"#,
    inline: #"hₜ = f(Wxₜ + Uhₜ₋₁ + b)"#, inASCII: #"h_t = f(Wx_t + Uh_(t-1) + b)"#,
    unicode: #"""
      hₜ = f(Wxₜ + Uhₜ₋₁ + b)
      """#,
    ascii: #"""
      h_t = f(Wx_t + Uh_(t-1) + b)
      """#
  ),
  GoldenFormula(
    #"\begin{aligned} f_t &= \sigma(W_f x_t + U_f h_{t-1} + b_f) \\ i_t &= \sigma(W_i x_t + U_i h_{t-1} + b_i) \\ c_t &= f_t \odot c_{t-1} + i_t \odot \tilde{c}_t \\ h_t &= o_t \odot \tanh(c_t) \end{aligned}"#,
    inline:
      #"fₜ = σ(W_f xₜ + U_f hₜ₋₁ + b_f); iₜ = σ(Wᵢxₜ + Uᵢhₜ₋₁ + bᵢ); cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ; hₜ = oₜ ⊙ tanh(cₜ)"#,
    inASCII:
      #"f_t = sigma(W_f x_t + U_f h_(t-1) + b_f); i_t = sigma(W_i x_t + U_i h_(t-1) + b_i); c_t = f_t (.) c_(t-1) + i_t (.) tilde(c)_t; h_t = o_t (.) tanh(c_t)"#,
    unicode: #"""
      fₜ = σ(W xₜ + U hₜ₋₁ + b )
              f      f        f

      iₜ = σ(Wᵢxₜ + Uᵢhₜ₋₁ + bᵢ)
      cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ
      hₜ = oₜ ⊙ tanh(cₜ)
      """#,
    ascii: #"""
      f_t = sigma(W_f x_t + U_f h_(t-1) + b_f)
      i_t = sigma(W_i x_t + U_i h_(t-1) + b_i)

                                      ~
      c_t = f_t (.) c_(t-1) + i_t (.) c_t

      h_t = o_t (.) tanh(c_t)
      """#
  ),
  GoldenFormula(
    #"h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t"#,
    inline: #"hₜ = (1 − zₜ) ⊙ hₜ₋₁ + zₜ ⊙ h̃ₜ"#,
    inASCII: #"h_t = (1 - z_t) (.) h_(t-1) + z_t (.) tilde(h)_t"#,
    unicode: #"""
      hₜ = (1 − zₜ) ⊙ hₜ₋₁ + zₜ ⊙ h̃ₜ
      """#,
    ascii: #"""
                                            ~
      h_t = (1 - z_t) (.) h_(t-1) + z_t (.) h_t
      """#
  ),
  GoldenFormula(
    #"\cos(a, b) = \frac{a \cdot b}{\|a\| \|b\|}"#,
    inline: #"cos(a, b) = (a · b)/(‖a‖‖b‖)"#, inASCII: #"cos(a, b) = (a * b)/(||a||||b||)"#,
    unicode: #"""
                  a · b
      cos(a, b) = ──────
                  ‖a‖‖b‖
      """#,
    ascii: #"""
                    a * b
      cos(a, b) = ----------
                  ||a||||b||
      """#
  ),
  GoldenFormula(
    #"\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right) V"#,
    inline: #"Attention(Q, K, V) = softmax(QKᵀ/√dₖ)V"#,
    inASCII: #"Attention(Q, K, V) = softmax(QK^T/sqrt(d_k))V"#,
    unicode: #"""
                                  ⎛QKᵀ⎞
      Attention(Q, K, V) = softmax⎜───⎟ V
                                  ⎝√dₖ⎠
      """#,
    ascii: #"""
                                  /  QK^T   \
      Attention(Q, K, V) = softmax|---------| V
                                  \sqrt(d_k)/
      """#
  ),
  GoldenFormula(
    #"\mathrm{MultiHead} = \mathrm{Concat}(\mathrm{head}_1, \dots, \mathrm{head}_h) W^O"#,
    inline: #"MultiHead = Concat(head₁, …, headₕ)Wᴼ"#,
    inASCII: #"MultiHead = Concat(head_1, ..., head_h)W^O"#,
    unicode: #"""
      MultiHead = Concat(head₁, …, headₕ)Wᴼ
      """#,
    ascii: #"""
      MultiHead = Concat(head_1, ..., head_h)W^O
      """#
  ),
  GoldenFormula(
    #"PE(pos, 2i) = \sin\left(\frac{pos}{10000^{2i/d}}\right)"#,
    inline: #"PE(pos, 2i) = sin(pos/10000^(2i/d))"#,
    inASCII: #"PE(pos, 2i) = sin(pos/10000^(2i/d))"#,
    unicode: #"""
                       ⎛   pos   ⎞
      PE(pos, 2i) = sin⎜─────────⎟
                       ⎜     2i/d⎟
                       ⎝10000    ⎠
      """#,
    ascii: #"""
                       /    pos     \
      PE(pos, 2i) = sin|------------|
                       \10000^(2i/d)/
      """#
  ),
  GoldenFormula(
    #"\mathrm{EI}(x) = \mathbb{E}[\max(0, f(x) - f^*)]"#,
    inline: #"EI(x) = 𝔼[max(0, f(x) − f*)]"#, inASCII: #"EI(x) = E[max(0, f(x) - f^*)]"#,
    unicode: #"""
      EI(x) = 𝔼[max(0, f(x) − f*)]
      """#,
    ascii: #"""
      EI(x) = E[max(0, f(x) - f^*)]
      """#
  ),
  GoldenFormula(
    #"C \approx 6 N D"#,
    inline: #"C ≈ 6ND"#, inASCII: #"C ~= 6ND"#,
    unicode: #"""
      C ≈ 6ND
      """#,
    ascii: #"""
      C ~= 6ND
      """#
  ),
  GoldenFormula(
    #"O(n^2 d)"#,
    inline: #"O(n²d)"#, inASCII: #"O(n^2 d)"#,
    unicode: #"""
      O(n²d)
      """#,
    ascii: #"""
      O(n^2 d)
      """#
  ),
]
